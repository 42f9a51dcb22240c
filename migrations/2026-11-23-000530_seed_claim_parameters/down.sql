delete from rule_parameters where key = 'age_of_majority_years';
