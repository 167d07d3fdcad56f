-- Inline, in examine_limit.lua. A fixed window. Content: end of the window, F, which windows these are, the permits spent in it.

local window_end, spent
if text then
  local written_end, _, count = unpack_at('<I7xI7I4', text, start)
  if at < written_end then
    window_end, spent = written_end, count
  end
end
if not window_end then
  spent = 0
  if shape == '' then
    window_end = (floor(at / per) + 1) * per
  else
    if at < unpack_at('<I7', shape) or at >= unpack_at('<I7', shape, #shape - 6) then
      error("the clocks of this server and of the caller differ by a calendar's period; set them right")
    end
    local boundary = 8
    window_end = unpack_at('<I7', shape, boundary)
    while at >= window_end do
      boundary = boundary + 7
      window_end = unpack_at('<I7', shape, boundary)
    end
  end
end
local rest = permits - spent - cost
if rest < 0 then
  left, ends = permits > spent and permits - spent or 0, window_end
else
  left, ends, finish = rest, nil, window_end
  head, tail = pack('<I2I7c1I7I4', 19, window_end, 'F', per, spent + cost), ''
end
