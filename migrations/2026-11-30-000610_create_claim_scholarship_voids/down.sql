drop table claim_scholarship_voids;
