-- Inline, in evaluate.lua. An album, see albums.lua. Sets `album`, `album_owner`, and, if a part of it was seen, `shared`, its
-- entry, and `shared_step`, the step in the whole plan that refused the first part. If the plan has lost that rule, the album
-- begins anew.

album, album_owner = sub(ARGV[1], value_place, value_place + 7), owner_number
value_place = value_place + 8
local text, start, stop
frame = '\1A'
-- include take_part
position, kept = position_before, kept_before
for _, known in ipairs(text and cmsgpack.unpack(sub(text, start + 7, stop)) or {}) do
  if known[1] == album and at < known[2] then
    shared = known
  end
end
local rules = byte(plan, place + 3)
place = place + 4
for rule = 0, rules - 1 do
  local length = byte(plan, place)
  if length > 0 and shared and shared[4] == sub(plan, place, place + length) then
    shared_step = shared_step or rule
  end
  place = place + 1 + length
end
if shared and shared[4] and not shared_step then
  shared = nil
end
if shared then
  worst = nil -- limits are of the first part alone
end
