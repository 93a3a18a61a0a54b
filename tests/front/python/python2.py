print "a", b
exec c
