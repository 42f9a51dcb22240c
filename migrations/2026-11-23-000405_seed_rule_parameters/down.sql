delete from rule_parameters where id::text like '01935000-0405-7000-8000-%';
