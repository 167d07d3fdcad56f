-- What other instances are told, in the call that does it, so that nothing is done that nobody is told of. Whoever doesn't
-- hear asks Redis after two seconds, so a message that can't be sent fails nothing. With a time of their own storages tell
-- nothing. News.java reads this:
--
--   version (1), then B blocked: M by hand or A by violations, now, until, subject
--                     L lifted: subject
--                     F forget what is known of: subject

-- Where news of a subject go, and its id, by the key of its value: so no call has to bring what only a block needs.
local function channel_and_id(key)
  local prefix, escaped = string.match(key, '^([^{]*):{u:(.*)}$')
  local id = string.gsub(escaped, '%%(%x%x)', function(digits)
    return string.char(tonumber(digits, 16))
  end)
  return prefix .. ':news', id
end

local function tell(channel, message)
  if not keeps_own_time then
    redis.pcall('PUBLISH', channel, '\1' .. message)
  end
end

local function tell_blocked(channel, source, ends, id)
  tell(channel, pack('<c1c1I7I7', 'B', source, now, ends) .. id)
end
