drop table claim_transfer_references;
