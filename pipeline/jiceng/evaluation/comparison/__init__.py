"""`jiceng compare`: did a change of annotations or configs make the models better? Old against new on the same articles."""
