loop = []
loop.extend([loop, {"loop": loop}])
return loop
