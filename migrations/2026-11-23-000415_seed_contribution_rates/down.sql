delete from contribution_rates where id::text like '01935000-0415-7000-8000-%';
