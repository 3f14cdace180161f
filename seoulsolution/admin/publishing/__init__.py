"""A writer's help before publishing: what readers would stumble over, said while it is easily mended."""
