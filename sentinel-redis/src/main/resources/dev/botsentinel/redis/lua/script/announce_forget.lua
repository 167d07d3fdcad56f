-- Tells all instances to forget a subject. Writes nothing.
--
-- KEYS[1]  the subject, only to route the call
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the subject's id
-- ARGV[3]  the news channel
--
-- Answers {token, server time, 1}

publish(ARGV[3], 'F' .. ARGV[2])
return {token, server, DONE}
