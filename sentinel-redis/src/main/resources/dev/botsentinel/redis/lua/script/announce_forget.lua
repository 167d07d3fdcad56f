-- Has all instances forget what they know of a subject. Writes nothing.
--
-- KEYS[1]  the subject, which says only where this runs
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the subject's id
-- ARGV[3]  the channel of news
--
-- Answers {server time, 1}

tell(ARGV[3], 'F' .. ARGV[2])
return {server, DONE}
