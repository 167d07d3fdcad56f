-- Inline, of examine_limit.lua. A token bucket. Content: end, which is when it is full again, T, what that is too late by, the shape
-- (permits, per, burst).
--
-- It holds units: `unit` of them are a permit, a microsecond brings `rate` of them; reduced, so that all stay below 2^53,
-- where a remainder is exact. It is full at the first whole microsecond at which nothing is missing, with so many units
-- too many.

local missing, full, over = 0, nil, nil
if text then
  full, over = unpack_at('<I7xI4', text, start)
  if at < full and sub(text, start + 12, stop) == shape then
    missing = rate * (full - at - 1) + (rate - over)
  end
end
local level = burst * unit - missing
local rest = level - cost * unit
if rest < 0 then
  left, ends = floor(level / unit), at + math.ceil(-rest / rate)
else
  local since = at
  missing = missing + cost * unit
  -- include bucket_full_at
  left, ends, finish = floor(rest / unit), nil, full
  head, tail = pack('<I2I7c1I4', 12 + #shape, full, 'T', over), shape
end
