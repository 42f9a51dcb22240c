drop table enrolment_pre_check_files;
