alter table contribution_rates drop column excluded_payers;
