"""Products with vectors, Jacobians and Hessians: matrices that know their zeros."""
