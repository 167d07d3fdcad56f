-- The index of blocks, by which they are listed. The owner's value is the truth; this says where to look.
-- Two sorted sets: the subjects' ids in order, and the same by the end of their blocks, to let go of what has ended.

-- Where a call can't have the index and the subject, it is given no index, and another call writes it.

local SWEEP = 10 -- more than one block can add, so that the index stays as small as what is in force

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
  if keeps_own_time then
    redis.call('PEXPIRE', ids, A_DAY_IN_MILLIS)
    redis.call('PEXPIRE', ends, A_DAY_IN_MILLIS)
  end
end
