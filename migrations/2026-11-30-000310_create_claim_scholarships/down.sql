drop table claim_scholarships;
