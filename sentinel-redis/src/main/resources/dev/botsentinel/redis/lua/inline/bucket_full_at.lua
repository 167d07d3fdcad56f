-- Inline. Reads `since`, `missing`, `rate`. Sets when a bucket is full again from which so many units are missing, `full`, and
-- `over`, what that is too late by.

over = missing % rate
full = since + (missing - over) / rate
if over > 0 then
  full, over = full + 1, rate - over
end
