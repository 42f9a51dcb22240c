alter table contribution_batches drop column payment_id;
drop table contribution_payments;
