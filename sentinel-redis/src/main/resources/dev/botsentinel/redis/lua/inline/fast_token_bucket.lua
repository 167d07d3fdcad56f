-- Inline, of PlanScript: a token bucket, see token_bucket.lua. Reads `full_N`, when it is full again, and `over_N`, what that is too
-- late by, behind the byte T; sets both anew, and `level_N`, the units that are left.

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
