-- The index of blocks, by which they are listed. The owner's value is the truth; this says where to look.
-- Two sorted sets: the subjects' ids in order, and the same by the end of their blocks, to let go of what has ended.

local SWEEP = 10 -- more than one block can add, so that the index stays as small as what is in force

local function unlist_block(ids, ends, id)
  redis.call('ZREM', ids, id)
  redis.call('ZREM', ends, id)
end

local function list_block(ids, ends, id, blocked_until)
  for _, over in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', now - GRACE, 'LIMIT', 0, SWEEP)) do
    unlist_block(ids, ends, over)
  end
  redis.call('ZADD', ids, 0, id)
  redis.call('ZADD', ends, blocked_until, id)
end
