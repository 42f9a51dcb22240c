delete from rule_parameters where id = '01935000-1130-7000-8000-000000000710';
