-- What was recorded up to a moment must stay the same for ever: who was told "as known at" a moment asks again years later.
-- So each append is recorded later than all before it, by a millisecond at least, whatever the clocks of the programs
-- say; and who reads may close a moment, by setting the time of the head alone.
create function ledger.record_later() returns trigger language plpgsql as $$
begin
  new.recorded_at = greatest(
    new.recorded_at,
    old.recorded_at + case when new.position > old.position then interval '1 millisecond' else interval '0' end
  );
  return new;
end $$;
create trigger head_is_recorded_later before update on ledger.head
  for each row execute function ledger.record_later();
