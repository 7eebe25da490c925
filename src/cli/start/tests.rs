//! The owner of the folder, asked as the server asks it.
