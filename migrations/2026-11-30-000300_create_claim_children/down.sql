drop table claim_children;
