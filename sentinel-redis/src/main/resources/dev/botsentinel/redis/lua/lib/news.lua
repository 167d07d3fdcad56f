-- Messages to other instances, published in the call that makes the change. An instance that misses one asks Redis within
-- two seconds, so a failing PUBLISH fails nothing. Storages with their own time publish nothing. NewsDispatcher.java reads:
--
--   version (1), then B blocked: M manual or A automatic, now, until, subject
--                     L lifted: subject
--                     F forget: subject

-- The news channel, but for what its name ends in if the database isn't 0, and the subject's id, from the key of its value, so that no call has to pass what only a block needs.
local function channel_and_id(key)
  local prefix, escaped = string.match(key, '^([^{]*):{u:(.*)}$')
  local id = string.gsub(escaped, '%%(%x%x)', function(digits)
    return string.char(tonumber(digits, 16))
  end)
  return prefix .. ':news', id
end

local function publish(channel, message)
  if not has_own_time then
    redis.pcall('PUBLISH', channel, '\1' .. message)
  end
end

local function publish_block(channel, source, ends, id)
  publish(channel, pack('<c1c1I7I7', 'B', source, now, ends) .. id)
end
