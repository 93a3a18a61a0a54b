from pyscript import *
when(len)
