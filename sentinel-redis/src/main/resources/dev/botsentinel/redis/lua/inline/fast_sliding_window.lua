-- Inline, in PlanScript: a sliding window, see sliding_window.lua and window_stamps.lua. Reads `ends_N` and `size_N`, the end
-- and the length of its content, whose stamps end before `position_N`. Sets `live_N`, the permits spent before this call,
-- `stamps_N`, their stamps, and the new `ends_N`. Reads the two oldest stamps together: rarely have more expired since the
-- last call.

local live_N, stamps_N = (size_N - 15) / $width, ''
if live_N > 0 then
  local newest, left_at, low, middle = ends_N - $per, ends_N - at, 0, live_N - 1
  if middle > 1 then
    local second, oldest = unpack_at('<$stamp$stamp', value, position_N - 2 * $width)
    if (newest - oldest) % $modulus < left_at then
      low = live_N
    elseif (newest - second) % $modulus < left_at then
      live_N, low = middle, middle
    else
      live_N, middle = middle - 1, middle - 2
    end
  end
  while low < live_N do
    if (newest - unpack_at('<$stamp', value, first_N + middle * $width)) % $modulus < left_at then
      low = middle + 1
    else
      live_N = middle
    end
    middle = live_N - low > 4 and math.floor((low + live_N) / 2) or live_N - 1
  end
  if live_N > 0 then
    stamps_N = sub(value, first_N, first_N + live_N * $width - 1)
  end
end
passes = passes and live_N < $permits
ends_N = at + $per
if ends_N > finish then
  finish = ends_N
end
