-- Deletes keys of a subject.
--
-- KEYS     the keys to delete; the subject's own value comes last of all
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the subject's id; empty if more calls follow
-- ARGV[3]  the news channel
--
-- Answers {token, server time, 1, the content of the block that was in force on the last key, or nil}

local last = load(KEYS[#KEYS])
local lifted = block_in_force(last, 'B') and last.parts.B or false
for _, key in ipairs(KEYS) do
  redis.call('DEL', key)
end
if #ARGV[2] > 0 then
  publish(ARGV[3], 'L' .. ARGV[2])
  publish(ARGV[3], 'F' .. ARGV[2])
end
return {token, server, DONE, lifted}
