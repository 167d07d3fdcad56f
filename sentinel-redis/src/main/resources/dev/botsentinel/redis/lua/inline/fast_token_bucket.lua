-- Inline, in PlanScript: a token bucket, see token_bucket.lua. Updates `full_N`, when the bucket is full, and `over_N`, the
-- units by which that is too late (read with the byte T below them). Sets `level_N`, the units left.

local missing_N = $cost
if at < full_N then
  missing_N = missing_N + $rate * (full_N - at) - (over_N - 84) / 256
end
local level_N = $capacity - missing_N
passes = passes and level_N >= 0
over_N = missing_N % $rate
full_N = at + (missing_N - over_N) / $rate
if over_N > 0 then
  full_N, over_N = full_N + 1, $rate - over_N
end
if full_N > finish then
  finish = full_N
end
