-- Inline, in examine_limit.lua. A token bucket. Content: end, which is when the bucket is full, T, the units by which that
-- instant is too late, the shape (permits, per, burst).
--
-- The bucket holds units: `unit` of them make a permit, and each microsecond adds `rate` of them. Both are reduced, so that
-- all numbers stay below 2^53 and arithmetic is exact.

local missing, full, over = 0, nil, nil
if text then
  full, over = unpack_at('<I7xI4', text, start)
  if at < full then
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
