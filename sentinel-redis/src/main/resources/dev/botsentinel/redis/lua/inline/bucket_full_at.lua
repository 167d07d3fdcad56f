-- Inline. Reads `missing`, the units that a bucket lacks at the instant `since`, and `rate`. Sets `full`, when the bucket is
-- full, rounded up to a microsecond, and `over`, the units by which that is too much.

over = missing % rate
full = since + (missing - over) / rate
if over > 0 then
  full, over = full + 1, rate - over
end
