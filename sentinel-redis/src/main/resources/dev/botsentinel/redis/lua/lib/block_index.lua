-- The block index, for listing. The subject's value is the truth; the index says where to look.
-- Two sorted sets: the blocked subjects' ids in order, and the same ids by the end of their blocks, to remove ended ones.
--
-- If the index and the subject are in different slots, the call gets no index, and a second call writes it.

local SWEEP = 10 -- ended blocks to remove for each one added, so that the index never outgrows the live blocks

local function unlist_block(ids, ends, id)
  if not ids then
    return
  end
  redis.call('ZREM', ids, id)
  redis.call('ZREM', ends, id)
end

local function list_block(ids, ends, id, blocked_until)
  if not ids then
    return
  end
  for _, over in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', now - GRACE, 'LIMIT', 0, SWEEP)) do
    unlist_block(ids, ends, over)
  end
  redis.call('ZADD', ids, 0, id)
  redis.call('ZADD', ends, blocked_until, id)
  if has_own_time then
    redis.call('PEXPIRE', ids, A_DAY_IN_MILLIS)
    redis.call('PEXPIRE', ends, A_DAY_IN_MILLIS)
  end
end
