-- Inline, in PlanScript: a first-seen step, see seen_values.lua. Reads `last_N`, the end of the list, and the range of its
-- entries, `list_N` to `list_end_N`. Sets `ends_N`, until when this value is remembered, `latest_end_N`, the end of the new
-- list, and, if the list has other values, `head_N` and `after_N`, the bytes before and after the new one.

local ends_N = at + $window
local latest_end_N = ends_N
if last_N > at then
  if string.find(value, seen_N, list_N, true) then
    passes = false
  else
    while unpack_at('<I7', value, list_end_N - 6) <= at do
      list_end_N = list_end_N - 15
    end
    local others = sub(value, list_N, list_end_N)
    passes = passes and #others < 15 * $capacity
    head_N = sub(head_N, 1, -3) .. pack('<I2', 22 + #others)
    after_N = others .. after_N
    if last_N > latest_end_N then
      latest_end_N = last_N
    end
  end
end
if latest_end_N > finish then
  finish = latest_end_N
end
