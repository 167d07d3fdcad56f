-- Reads the blocks of subjects. Writes nothing.
--
-- KEYS     the subjects
-- ARGV[1]  see prologue.lua
--
-- Answers {token, server time, 1, for each subject the content of its block, or nil if none is in force}

only_reads = true
local answer = {token, server, DONE}
for i, key in ipairs(KEYS) do
  local subject = load(key)
  answer[i + 3] = block_in_force(subject, 'B') and subject.parts.B or false
end
return answer
