//! What screens are made of: effects, dialogs, lists, forms, keys, styles, and the session they share.

pub mod canvas;
pub mod dialog;
pub mod effect;
pub mod form;
pub mod import_source;
pub mod keymap;
pub mod layer;
pub mod list;
pub mod paths;
pub mod place;
pub mod route;
pub mod screen;
pub mod session;
pub mod tab;
pub mod text_field;
pub mod theme;
pub mod work;
