delete from benefit_rules where id::text like '01935000-0455-7000-8000-%';
