-- Inline, in examine_limit.lua. A fixed window. Content: end of the window, F, its length, the permits spent in it.

local window_end, spent = (floor(at / per) + 1) * per, 0
if text then
  local written_end, written, count = unpack_at('<I7xI7I4', text, start)
  if written == per and written_end == window_end then
    spent = count
  end
end
local rest = permits - spent - cost
if rest < 0 then
  left, ends = permits > spent and permits - spent or 0, window_end
else
  left, ends, finish = rest, nil, window_end
  head, tail = pack('<I2I7c1I7I4', 19, window_end, 'F', per, spent + cost), ''
end
