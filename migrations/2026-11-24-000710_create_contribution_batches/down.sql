drop table contribution_batch_lines;
drop table contribution_batches;
