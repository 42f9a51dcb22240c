delete from rule_parameters where id = '01935000-0125-7000-8000-000000000001';
