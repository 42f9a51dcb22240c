drop table contribution_rates;
