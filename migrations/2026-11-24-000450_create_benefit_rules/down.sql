drop table benefit_rules;
