-- Forgets seen values. Writes nothing if the owner's lists have none of them.
--
-- KEYS[1]  the owner
-- ARGV[1]  see prologue.lua
-- ARGV[2]  for each value its list's frame, see layout.lua, and the value's 8 bytes
--
-- Answers {token, server time, 1}

local owner = load(KEYS[1])
local found = false
for place = 1, #ARGV[2], 10 do
  local list, value = sub(ARGV[2], place + 1, place + 1), sub(ARGV[2], place + 2, place + 9)
  found = forget(owner, list, value) or found
end

if found then
  save(owner)
end
return {token, server, DONE}
