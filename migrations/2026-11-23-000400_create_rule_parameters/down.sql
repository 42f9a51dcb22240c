drop table rule_parameters;
