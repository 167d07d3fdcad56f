-- Deletes keys of one subject.
--
-- KEYS     what is to go; the subject's own value last, when all others are gone
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the subject's id; empty if there is more to go
-- ARGV[3]  the channel of news
--
-- Answers {server time, 1, the part of the block that was in force on the last key, or nil}

local last = load(KEYS[#KEYS])
local lifted = block_in_force(last, 'B') and last.parts.B or false
for _, key in ipairs(KEYS) do
  redis.call('DEL', key)
end
if #ARGV[2] > 0 then
  tell(ARGV[3], 'L' .. ARGV[2])
  tell(ARGV[3], 'F' .. ARGV[2])
end
return {server, DONE, lifted}
