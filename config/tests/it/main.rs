//! What a file means, and what becomes of it on the stand-ins.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod checking;
#[cfg(test)]
mod effects;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod ids;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod parsing;
#[cfg(test)]
mod read_only;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod running;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod support;
