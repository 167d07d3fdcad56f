-- Inline, in examine_limit.lua. A sliding window: each permit spent leaves a stamp. window_stamps.lua has the layout.

local live, stamps, stays, last, first, width, format, modulus = 0, '', nil, nil, nil, nil, nil, nil
if text then
  -- include window_stamps
end
local excess = live + cost - permits
if excess > 0 then
  local age = (last - unpack_at(format, text, first + (live - excess) * width)) % modulus
  left, ends = permits > live and permits - live or 0, last - age + stays
else
  local short = per < SHORT
  if width == (short and 4 or 7) then
    stamps = sub(text, first, first + live * width - 1)
  elseif width then
    local all = {} -- the window's length has changed, and so has the width of stamps
    for stamp_place = first, first + (live - 1) * width, width do
      local stamp = last - (last - unpack_at(format, text, stamp_place)) % modulus
      all[#all + 1] = short and pack('<I4', stamp % SHORT) or pack('<I7', stamp)
    end
    stamps = table.concat(all)
  end
  finish, left, ends = at + per, -excess, nil
  if short then
    head = pack('<I2I7c1I7I4', STAMPS + (live + cost) * 4, finish, 'W', per, at % SHORT)
  else
    head = pack('<I2I7c1I7I7', STAMPS + (live + cost) * 7, finish, 'W', per, at)
  end
  tail = cost == 1 and stamps or string.rep(short and pack('<I4', at % SHORT) or pack('<I7', at), cost - 1) .. stamps
end
