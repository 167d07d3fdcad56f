-- Gives back what an admitted plan has just taken: permits, seen values and an album.
--
-- KEYS, ARGV  as for evaluate.lua, with only the steps that took something
--
-- Answers {token, server time, 1}

local A, S = 65, 83 -- album, first seen, as bytes

local plan = ARGV[2]
local owner_count, _, step_count = byte(plan, 1, 3)
local owners = {}
for i = 1, owner_count do
  owners[i] = load(KEYS[i])
end

local place, value_place = 4, 21
for _ = 1, step_count do
  local kind, owner_number = byte(plan, place, place + 1)
  local owner = owners[owner_number]
  if kind == A then
    forget_album(owner, sub(ARGV[1], value_place, value_place + 7))
    value_place = value_place + 8
    local rules = byte(plan, place + 3)
    place = place + 4
    for _ = 1, rules do
      place = place + 1 + byte(plan, place)
    end
  elseif kind == S then
    local frame, _
    frame, _, _, _, place = unpack_at('<c2BdB', plan, place + 3)
    forget(owner, sub(frame, 2), sub(ARGV[1], value_place, value_place + 7))
    value_place = value_place + 8
  else
    local _, next = give_back(owner, plan, place)
    place = next
  end
end

for _, owner in ipairs(owners) do
  save(owner)
end
return {token, server, DONE}
