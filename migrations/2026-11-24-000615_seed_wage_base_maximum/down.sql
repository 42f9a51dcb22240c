delete from rule_parameters where key = 'wage_base_maximum_idr';
